/** What a Content-Type says about a body: whether people can read it, and how. */

export type BodyKind = 'json' | 'form' | 'text' | 'multipart' | 'stream' | 'binary';

const KINDS: readonly (readonly [RegExp, BodyKind])[] = [
  [/^application\/(?:[\w.-]+\+)?json$/, 'json'],
  [/^application\/x-www-form-urlencoded$/, 'form'],
  [/^multipart\/form-data$/, 'multipart'],
  // They last as long as somebody listens.
  [/^text\/event-stream$|^application\/(?:x-ndjson|stream\+json|json-seq)$|^multipart\//, 'stream'],
  [/^text\/|^application\/(?:[\w.-]+\+)?(?:xml|yaml|x-yaml|javascript|graphql|sql|problem)$/, 'text'],
];

export function bodyKindOf(contentType: string | undefined): BodyKind {
  const type = mediaTypeOf(contentType);
  return KINDS.find(([types]) => types.test(type))?.[1] ?? 'binary';
}

/** `boundary` of `multipart/form-data; boundary="x"`. */
export function parameterOf(contentType: string, name: string): string | undefined {
  const [, quoted, bare] =
    new RegExp(`;\\s{0,8}${name}=(?:"([^"]{1,200})"|([^\\s;"]{1,200}))`, 'i').exec(contentType) ?? [];
  return quoted ?? bare;
}

function mediaTypeOf(contentType = ''): string {
  return contentType.slice(0, 200).split(';', 1)[0]!.trim().toLowerCase();
}
