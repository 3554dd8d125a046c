// Checks the application, its test and every entry point against the package's types, with skipLibCheck off, in two of the
// ways of finding modules that users choose. A planted error proves that something was checked.
import { runOf } from './command-of.mjs';

const resolutions = {
  nodenext: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  node16: ['--module', 'node16', '--moduleResolution', 'node16'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler'],
};

export async function types(context) {
  const problems = [];
  for (const name of resolutionsFor(context.cell)) {
    const command = [...context.installer.program(context, 'tsc'), '-p', 'tsconfig.types.json'];
    const { stdout, stderr } = await runOf(command, resolutions[name], context);
    const ours = stdout.split('\n').filter(isOurs);
    if (ours.length !== 1 || !/planted\.ts.*TS2322/.test(ours[0])) problems.push(`${name}:\n${stdout}\n${stderr}`);
  }
  return problems.length === 0 ? undefined : problems.join('\n');
}

/**
 * Two of the three, to save the time of the third. By node16's rules CommonJS cannot require ESM, as Nest 12 and the matchers for
 * Vitest are; nodenext knows that Node can.
 */
const resolutionsFor = ({ nest, module, tests }) =>
  nest === '11.1' && module === 'cjs' && tests === 'jest' ? ['nodenext', 'node16'] : ['nodenext', 'bundler'];

/** Other packages have errors of their own when their types are checked, too. */
const isOurs = (line) =>
  /error TS/.test(line) && !/node_modules\/(?!nestjs-observability\/)/.test(line.split(/[(:]/)[0]);
