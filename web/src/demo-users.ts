// The people one can be in the demo, with the tokens the demo's own issuer signed for them.

export type DemoUser = {
  user: string;
  name: string;
  agency: string;
  role: string;
  token: string;
};

/** Asks the demo for its users; fails with a sentence for the reader where there are none. */
export async function loadDemoUsers(
  fetch: typeof window.fetch = window.fetch,
): Promise<DemoUser[]> {
  const answer = await fetch('/demo/users', { headers: { accept: 'application/json' } });
  if (!answer.ok) {
    throw new Error(`The server has no demo users (HTTP ${answer.status}).`);
  }
  const users: unknown = await answer.json();
  if (!Array.isArray(users) || !users.every(isDemoUser)) {
    throw new Error('The server listed its demo users in a form this page does not know.');
  }
  return users;
}

function isDemoUser(value: unknown): value is DemoUser {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const fields: Record<string, unknown> = { ...value };
  return ['user', 'name', 'agency', 'role', 'token'].every(
    (field) => typeof fields[field] === 'string',
  );
}
