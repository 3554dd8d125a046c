/** What the reader chose, kept in this browser. One that keeps nothing (private windows) costs the choice, not the page. */
const prefix = 'observability.';

export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

export function store(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Chosen for this visit only.
  }
}
