/** The one list of what is compared: one subject after the other, and beside them those that mostly wait for others. */
import { workers } from './cluster.js';
import { errors } from './errors.js';
import { guard } from './guard.js';
import { idle } from './idle.js';
import { leaks } from './leaks.js';
import { lifecycles } from './lifecycles.js';
import { logs } from './logs.js';
import { objectives } from './objectives.js';
import { prometheus } from './prometheus.js';
import { requests } from './requests.js';
import { spans } from './spans.js';
import { streams } from './streams.js';
import type { Subject } from './subject.js';
import { ways } from './ways.js';

export const subjects: Readonly<Record<string, Subject>> = {
  requests,
  lifecycles,
  leaks,
  streams,
  spans,
  logs,
  ways,
  guard,
  idle,
  objectives,
  errors,
};

export const waiting: Readonly<Record<string, Subject>> = { workers, prometheus };
