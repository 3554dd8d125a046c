/** V8 does not optimise meanwhile: what it compiles, and all that it remembers about it, grows for hours and is nobody's leak. */
export const STEADY_HEAP = ['--expose-gc', '--no-opt', '--no-maglev', '--no-sparkplug'];
