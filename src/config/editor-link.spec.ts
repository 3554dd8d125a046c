import { resolveConfig } from './resolve-config.js';

describe('the option that names an editor', () => {
  it.each([
    ['vscode', 'vscode://file/{file}:{line}:{column}'],
    ['webstorm', 'webstorm://open?file={file}&line={line}&column={column}'],
    ['emacs://open?url=file://{file}&line={line}', 'emacs://open?url=file://{file}&line={line}'],
    ['off', undefined],
  ])('takes %s', (editor, template) => {
    expect(resolveConfig({ console: { editor } }, { env: {} }).console.editor).toBe(template);
  });

  it.each(['notepad', 'javascript:open({file})', 'data:text/html,{file}', 'editor://open', 'editor://a b{file}'])(
    'refuses %s',
    (editor) => {
      expect(() => resolveConfig({ console: { editor } }, { env: {} })).toThrow(
        'console.editor must be a known editor, a URL with {file}, or off',
      );
    },
  );

  it.each([
    ['development', 'vscode://file/{file}:{line}:{column}'],
    ['test', undefined],
    ['production', undefined],
  ])('is by itself in %s: %s', (environment, template) => {
    expect(resolveConfig({ environment }, { env: {} }).console.editor).toBe(template);
  });
});
