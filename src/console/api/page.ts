/** `GET page?id=` and whatever else stands in the page's own URL: what a page of the application's own shows. */
import type { CustomPages } from '../custom/custom-pages.js';
import type { ConsoleResource } from '../resource.js';

export function pageResource(pages: CustomPages): ConsoleResource {
  return {
    name: 'page',
    read: (query) => {
      const own = new URLSearchParams([...query].filter(([name]) => name !== 'id'));
      return pages.read(query.get('id'), own);
    },
  };
}
