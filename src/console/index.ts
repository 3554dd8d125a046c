export type { ApplicationReader } from './application-reader.js';
export type { Console } from './console.js';
export type { ConsoleSurroundings } from './console-surroundings.js';
export type { Recorder } from './recorder/recorder.js';
