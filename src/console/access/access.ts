/**
 * Who may look. Where from, under which name and from which page comes first; then who it is: a browser with a session's cookie, a
 * program with the token that stays, or whoever the application's owner lets in.
 */
import type { ConsoleConfig } from '../../config/index.js';
import { authorizedName, denied, RequestPlace, type ApiProblem, type EndpointRequest } from '../../endpoints/index.js';
import type { Clock, Diagnostics } from '../../kernel/index.js';
import { isSameSecret, mayAccess } from '../../security/index.js';
import type { ConsoleCaller } from '../resource.js';
import { AttemptLimit } from './attempt-limit.js';
import { OneTimeTokens } from './one-time-tokens.js';
import { sessionKey } from './session-key.js';
import { Sessions } from './sessions.js';

const MAX_WRONG_TOKENS = 10;
/** A link is printed for whoever asks: not so often that it hides the rest of the log. */
const MAX_LINKS = 3;

export interface AccessSurroundings {
  readonly config: ConsoleConfig;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
}

export class Access {
  private readonly place: RequestPlace;
  private readonly sessions: Sessions;
  private readonly tokens = new OneTimeTokens();
  private readonly wrongTokens: AttemptLimit;
  private readonly links: AttemptLimit;
  private readonly config: ConsoleConfig['access'];

  constructor(private readonly surroundings: AccessSurroundings) {
    const { config, clock } = surroundings;
    this.config = config.access;
    this.place = new RequestPlace('console.access', config.access);
    const key = sessionKey({ token: config.access.token, folder: config.keyFolder });
    this.sessions = new Sessions({ key, clock, path: config.path });
    this.wrongTokens = new AttemptLimit(MAX_WRONG_TOKENS, clock);
    this.links = new AttemptLimit(MAX_LINKS, clock);
  }

  /** Whether links with a one-time token open it, as where nobody else is named. */
  get takesLinks(): boolean {
    return this.config.token === undefined && this.config.authorize === undefined;
  }

  /**
   * For what is no secret, such as the page without its data: it may be opened from anywhere, as a link in a chat is.
   * @throws ApiProblem with 403
   */
  checkPlace(request: EndpointRequest): void {
    this.place.check(request);
  }

  /** @throws ApiProblem with 401, 403 or 429 */
  admit(request: EndpointRequest): ConsoleCaller {
    this.place.check(request);
    this.place.checkPage(request);
    const { name } = this.identify(request);
    return { name, remoteAddress: addressOf(request) };
  }

  /** A browser has to say, too, that the console's own page asks. @throws ApiProblem with 401, 403 or 429 */
  admitChange(request: EndpointRequest): ConsoleCaller {
    this.place.check(request);
    this.place.checkPage(request);
    const { name, isProgram } = this.identify(request);
    if (!isProgram) this.checkChange(request);
    return { name, remoteAddress: addressOf(request) };
  }

  /** What a request that changes something has to say, whoever asks. @throws ApiProblem with 403 */
  checkChange(request: EndpointRequest): void {
    this.place.check(request);
    this.place.checkPage(request);
    if (request.headers.origin !== undefined) return;
    throw denied(403, 'A change must say which page asks for it', 'send the Origin header, as every browser does');
  }

  /**
   * The cookie of a new session for a token, once `checkChange` has passed.
   * @throws ApiProblem with 401 or 429
   */
  signIn(request: EndpointRequest, token: string): string {
    if (!this.isRight(request, () => this.isToken(token))) throw this.unknown();
    return this.sessions.begin({ isSecure: request.headers.origin!.startsWith('https:') });
  }

  /** Of the first link, which nobody has asked for. */
  firstToken(): string {
    return this.tokens.issue();
  }

  /** Of another link, once `checkChange` has passed. @throws ApiProblem with 409 or 429 */
  nextToken(request: EndpointRequest): string {
    if (!this.takesLinks) throw denied(409, 'There are no links', this.wayIn);
    this.links.check(addressOf(request));
    this.links.count(addressOf(request));
    return this.tokens.issue();
  }

  private identify(request: EndpointRequest): { readonly name: string; readonly isProgram: boolean } {
    if (this.sessions.isIn(request.headers.cookie)) return { name: 'developer', isProgram: false };
    if (this.hasToken(request)) return { name: 'token', isProgram: true };
    const { diagnostics } = this.surroundings;
    const name = authorizedName(this.config.authorize, request, { diagnostics, room: 'console' });
    if (name === undefined) throw this.unknown();
    return { name, isProgram: false };
  }

  private hasToken(request: EndpointRequest): boolean {
    const { token } = this.config;
    const { authorization } = request.headers;
    if (token === undefined || authorization === undefined) return false;
    return this.isRight(request, () => mayAccess(token, authorization));
  }

  /** An address that was wrong too often is not told whether it is right now. */
  private isRight(request: EndpointRequest, compare: () => boolean): boolean {
    const address = addressOf(request);
    this.wrongTokens.check(address);
    const isRight = compare();
    if (!isRight) this.wrongTokens.count(address);
    return isRight;
  }

  private isToken(presented: string): boolean {
    const { token } = this.config;
    if (token !== undefined) return isSameSecret(presented, token);
    return this.takesLinks && this.tokens.redeem(presented);
  }

  private unknown(): ApiProblem {
    return denied(401, 'Nobody known asks', this.wayIn, { 'www-authenticate': 'Bearer' });
  }

  private get wayIn(): string {
    if (this.takesLinks) return "open the newest link in the application's log";
    if (this.config.token !== undefined) return 'open the console with #token= and console.access.token in its address';
    return 'ask as somebody whom console.access.authorize names';
  }
}

function addressOf({ remoteAddress }: EndpointRequest): string {
  return remoteAddress ?? 'unknown';
}
