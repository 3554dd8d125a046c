/** Tokens that providers mark by a prefix, so that they can be found wherever they leak. As data, by issuer. */
import { TOKEN_START, type TextRule } from './text-rule.js';

/** A literal that every such token contains, and the shape of a whole one. */
type Shape = readonly [literal: string, shape: string];

const SHAPES: Readonly<Record<string, readonly Shape[]>> = {
  'OpenAI, Anthropic and others': [['sk-', String.raw`sk-[\w-]{16,}`]],
  Stripe: [
    ['k_live_', String.raw`[sr]k_live_\w{8,}`],
    ['k_test_', String.raw`[sr]k_test_\w{8,}`],
    ['whsec_', String.raw`whsec_[\w+/=]{16,}`],
  ],
  GitHub: [
    ['gh[opsur]_', String.raw`gh[opsur]_\w{20,}`],
    ['hub_pat_', String.raw`github_pat_\w{20,}`],
  ],
  GitLab: [['gl[a-z]{2,5}-', String.raw`gl(?:pat|dt|rt|ptt|soat|ft|cbt|imt|agent|oas|ffct)-[\w-]{16,}`]],
  Slack: [
    ['xox[a-z]-', String.raw`xox[a-z]-[\w-]{10,}`],
    ['xapp-', String.raw`xapp-[\w-]{10,}`],
  ],
  Google: [
    ['AIza', String.raw`AIza[\w-]{30,}`],
    ['ya29', String.raw`ya29\.[\w-]{20,}`],
    ['GOCSPX-', String.raw`GOCSPX-[\w-]{20,}`],
  ],
  Azure: [['8Q~', String.raw`\w{3}8Q~[\w~.-]{30,}`]],
  npm: [['npm_', String.raw`npm_\w{30,}`]],
  PyPI: [['pypi-', String.raw`pypi-[\w-]{30,}`]],
  RubyGems: [['rubygems_', String.raw`rubygems_[\da-f]{40,}`]],
  'crates.io': [['cio[a-zA-Z0-9]{9}', String.raw`cio[a-zA-Z0-9]{32}(?!\w)`]],
  Docker: [['dckr_', String.raw`dckr_[a-z]{3}_[\w-]{20,}`]],
  SendGrid: [['SG\\.', String.raw`SG\.[\w-]{16,}\.[\w-]{16,}`]],
  Twilio: [['SK[0-9a-f]{9}', String.raw`SK[\da-f]{32}(?!\w)`]],
  Mailgun: [['key-[0-9a-f]{9}', String.raw`key-[\da-f]{32}(?!\w)`]],
  Mailchimp: [['-us\\d', String.raw`[\da-f]{32}-us\d{1,2}(?!\w)`]],
  'Hugging Face': [['hf_', String.raw`hf_\w{20,}`]],
  Groq: [['gsk_', String.raw`gsk_\w{20,}`]],
  Replicate: [['r8_', String.raw`r8_\w{30,}`]],
  Perplexity: [['pplx-', String.raw`pplx-[\w-]{30,}`]],
  xAI: [['xai-', String.raw`xai-[\w-]{40,}`]],
  DigitalOcean: [['_v1_', String.raw`do[opr]_v1_[\da-f]{32,}`]],
  Shopify: [['shp[a-z]{2}_', String.raw`shp(?:at|ca|pa|ss)_\w{24,}`]],
  Grafana: [['gl(?:sa|c)_', String.raw`gl(?:sa|c)_[\w+/=]{20,}`]],
  Sentry: [['sntry', String.raw`sntry[su]_[\w+/=-]{20,}`]],
  'New Relic': [['NRAK-', String.raw`NRAK-[A-Z\d]{20,}`]],
  Vault: [['hv[bsr]\\.', String.raw`hv[bsr]\.[\w-]{20,}`]],
  Terraform: [['atlasv1', String.raw`\w{14}\.atlasv1\.[\w-]{40,}`]],
  Databricks: [['dapi[0-9a-f]{9}', String.raw`dapi[\da-f]{32}(?!\w)`]],
  Supabase: [
    ['sbp_', String.raw`sbp_[\da-f]{40}`],
    ['sb_secret_', String.raw`sb_secret_[\w-]{20,}`],
  ],
  PlanetScale: [['pscale_', String.raw`pscale_[a-z]{2,5}_[\w.-]{20,}`]],
  Linear: [['lin_', String.raw`lin_(?:api|oauth)_\w{20,}`]],
  Notion: [['ntn_', String.raw`ntn_\w{30,}`]],
  Airtable: [['pat\\w{14}\\.', String.raw`pat\w{14}\.[\da-f]{64}`]],
  Atlassian: [['AT[AC]TT', String.raw`AT[AC]TT3[\w=-]{20,}`]],
  Square: [['sq0', String.raw`sq0[a-z]{3}-[\w-]{20,}`]],
  Postman: [['PMAK-', String.raw`PMAK-[\w-]{20,}`]],
  Figma: [['figd_', String.raw`figd_[\w-]{20,}`]],
  Telegram: [[':AA', String.raw`(?:bot)?\d{8,10}:AA[\w-]{32,}`]],
  age: [['AGE-SECRET', String.raw`AGE-SECRET-KEY-1[A-Z\d]{50,}`]],
};

const ALL = Object.values(SHAPES).flat();

export const providerTokens: TextRule = {
  hint: new RegExp(ALL.map(([literal]) => literal).join('|')),
  pattern: new RegExp(`${TOKEN_START}(?:${ALL.map(([, shape]) => shape).join('|')})`, 'g'),
};
