/** Line drawings for buttons: decoration beside a name that is said. */
import type { ComponentChildren, JSX } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}

export const CloseIcon = (): JSX.Element => <Icon>{<path d="M4 4 12 12M12 4 4 12" />}</Icon>;
export const PauseIcon = (): JSX.Element => <Icon>{<path d="M5.5 3.5V12.5M10.5 3.5V12.5" />}</Icon>;
export const PlayIcon = (): JSX.Element => <Icon>{<path d="M5 3.5 12 8 5 12.5Z" />}</Icon>;
export const MenuIcon = (): JSX.Element => <Icon>{<path d="M2.5 4.5H13.5M2.5 8H13.5M2.5 11.5H13.5" />}</Icon>;
export const LightIcon = (): JSX.Element => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5V3M8 13V14.5M1.5 8H3M13 8H14.5M3.4 3.4 4.5 4.5M11.5 11.5 12.6 12.6M12.6 3.4 11.5 4.5M4.5 11.5 3.4 12.6" />
  </Icon>
);
export const DarkIcon = (): JSX.Element => (
  <Icon>{<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6Z" />}</Icon>
);
export const SystemIcon = (): JSX.Element => (
  <Icon>
    <circle cx="8" cy="8" r="5.5" />
    <path class="icon-fill" d="M8 2.5A5.5 5.5 0 0 1 8 13.5Z" />
  </Icon>
);
export const HelpIcon = (): JSX.Element => (
  <Icon>
    <path d="M5.8 6A2.2 2.2 0 1 1 8 8.4V9.4M8 11.6V12.4" />
  </Icon>
);
export const ChevronIcon = (): JSX.Element => <Icon>{<path d="M6 4 10 8 6 12" />}</Icon>;
export const SearchIcon = (): JSX.Element => (
  <Icon>
    <circle cx="7" cy="7" r="4" />
    <path d="M10 10 13.5 13.5" />
  </Icon>
);
