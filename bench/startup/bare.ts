/** Nest and nothing else. */
import 'reflect-metadata';
import { serve } from './application.js';

void serve();
