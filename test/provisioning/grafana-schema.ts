/** The written model agrees with Grafana's own types; read by the type-check alone. */
import type * as grafana from '@grafana/schema';
import type {
  Annotation,
  Dashboard,
  Link,
  Panel,
  Row,
  Target,
  Variable,
} from '../../src/provisioning/grafana/model.js';

/** Grafana's enums as the texts that stand in JSON. */
type Plain<T> = T extends string
  ? `${T}`
  : T extends readonly (infer E)[]
    ? Plain<E>[]
    : T extends object
      ? { [K in keyof T]: Plain<T[K]> }
      : T;

/** Queries belong to their data source, so the dashboard's model takes any. */
type AnyQuery = Panel['targets'] extends Target[] ? Omit<Panel, 'targets'> : never;
type Frame = Omit<grafana.Dashboard, 'panels' | 'templating' | 'annotations' | 'links'>;

export type Agreement = [
  Accepts<Plain<Omit<grafana.Panel, 'targets'>>, AnyQuery>,
  Accepts<Plain<grafana.RowPanel>, Row>,
  Accepts<Plain<grafana.VariableModel>, Variable>,
  Accepts<Plain<grafana.AnnotationQuery>, Annotation>,
  Accepts<Plain<grafana.DashboardLink>, Link>,
  Accepts<Plain<Frame>, Dashboard>,
];

type Accepts<Theirs, Ours extends Theirs> = [Theirs, Ours];
