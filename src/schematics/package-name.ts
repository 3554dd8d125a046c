/** As applications import it. */
export const PACKAGE = 'nestjs-observability';
