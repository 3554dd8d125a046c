/** Style sheets are gathered into one by the build; importing one says only that a file needs it. */
declare module '*.css';
