export { Engine, type EngineOptions, type RedactOptions, type SessionOptions } from './engine.js';
export type { PassingEvent } from './event-batch.js';
export type { Events } from './events.js';
export type { Graph, GraphChange, GraphEdge, GraphNode, GraphPlace } from './graph.js';
export type { Histogram } from './binding/midflight.js';
export type * from './insight.js';
export type { Source } from './instance.js';
export type { Redactor } from './redactor.js';
export type { Documents, Figures, Pace, Session } from './session.js';
