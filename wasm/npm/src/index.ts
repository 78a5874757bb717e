export { Engine, type EngineOptions, type RedactOptions, type SessionOptions } from './engine.js';
export type { Graph } from './graph.js';
export type * from './insight.js';
export type { Source } from './instance.js';
export type { Redactor } from './redactor.js';
export type { Documents, Figures, Pace, Session } from './session.js';
