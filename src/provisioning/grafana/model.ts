/**
 * The part of Grafana's dashboard model that is written here (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model).
 * It agrees with `@grafana/schema`, which an application should not have to install for its types.
 */
export interface DataSourceRef {
  readonly type: 'prometheus' | 'jaeger' | 'loki' | 'grafana';
  readonly uid: string;
}

export interface Target {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly expr: string;
  readonly legendFormat: string;
  readonly range: boolean;
  readonly instant: boolean;
  readonly exemplar: boolean;
  readonly format: 'time_series' | 'table' | 'heatmap';
}

/** To a place of its own, or to all dashboards with the tags. */
export interface Link {
  readonly title: string;
  readonly type: 'link' | 'dashboards';
  readonly url: string;
  readonly tags: string[];
  readonly icon: string;
  readonly tooltip: string;
  readonly asDropdown: boolean;
  readonly includeVars: boolean;
  readonly keepTime: boolean;
  readonly targetBlank: boolean;
}

export interface ThresholdStep {
  readonly value: number | null;
  readonly color: string;
}

export interface FieldDefaults {
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  readonly decimals?: number;
  readonly noValue?: string;
  readonly color?: { readonly mode: 'palette-classic' | 'thresholds' | 'fixed'; readonly fixedColor?: string };
  readonly thresholds?: { readonly mode: 'absolute'; readonly steps: ThresholdStep[] };
  readonly custom?: Readonly<Record<string, unknown>>;
}

export interface FieldOverride {
  readonly matcher: { readonly id: 'byName'; readonly options: string };
  readonly properties: { readonly id: string; readonly value: unknown }[];
}

export interface Transformation {
  readonly id: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A panel that knows its size and not yet its place. */
export interface PanelDraft {
  readonly type: 'timeseries' | 'stat' | 'heatmap' | 'table' | 'barchart';
  readonly title: string;
  readonly description: string;
  /** Of 24 columns. */
  readonly width: number;
  /** In units of 30 pixels. */
  readonly height: number;
  readonly targets: readonly Target[];
  readonly fieldConfig: { readonly defaults: FieldDefaults; readonly overrides: FieldOverride[] };
  readonly options: Readonly<Record<string, unknown>>;
  readonly transformations?: Transformation[];
  /** Another period than the dashboard's: `now/d` is today. */
  readonly timeFrom?: string;
  readonly maxDataPoints?: number;
  readonly links: Link[];
}

/** Panels under one heading; the first section of a dashboard has none. */
export interface Section {
  readonly title: string | undefined;
  readonly panels: readonly PanelDraft[];
}

export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Panel = Omit<PanelDraft, 'width' | 'height' | 'targets'> & {
  readonly id: number;
  readonly gridPos: GridPosition;
  readonly datasource: DataSourceRef;
  readonly targets: Target[];
};

export interface Row {
  readonly id: number;
  readonly type: 'row';
  readonly title: string;
  readonly collapsed: boolean;
  readonly gridPos: GridPosition;
  readonly panels: never[];
}

export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly type: 'datasource' | 'query';
  readonly query: string | { readonly query: string; readonly refId: string };
  readonly datasource?: DataSourceRef;
  /** Without it Grafana takes the first. */
  readonly current?: { readonly text: string[]; readonly value: string[] };
  readonly includeAll: boolean;
  readonly multi: boolean;
  readonly allValue?: string;
  readonly regex: string;
  readonly refresh: 1 | 2;
  readonly sort: 0 | 1;
  readonly hide: 0 | 2;
}

export interface Annotation {
  readonly name: string;
  readonly datasource: DataSourceRef;
  readonly enable: boolean;
  readonly hide: boolean;
  readonly iconColor: string;
  readonly builtIn?: number;
  readonly type?: string;
  readonly expr?: string;
  readonly step?: string;
  readonly titleFormat?: string;
  readonly textFormat?: string;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly schemaVersion: number;
  readonly version: number;
  readonly editable: boolean;
  readonly graphTooltip: 0 | 1 | 2;
  readonly refresh: string;
  readonly timezone: 'browser';
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: Variable[] };
  readonly annotations: { readonly list: Annotation[] };
  readonly links: Link[];
  readonly panels: (Panel | Row)[];
}
