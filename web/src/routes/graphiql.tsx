// The demo's GraphQL explorer: choose who you are, then ask.

import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './graphiql.css';

import { GraphiQL } from 'graphiql';
import { StrictMode, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type DemoUser, loadDemoUsers } from '../demo-users';
import { createFetcher } from '../fetcher';
import { starterQueries } from '../starter-queries';

const tabs = starterQueries.map((query) => ({ query }));

const place = document.querySelector('#page');
if (place !== null) {
  const page = await loadDemoUsers().then(
    (users) => <Explorer users={users} notice={null} />,
    (reason: unknown) => <Explorer users={[]} notice={sentence(reason)} />,
  );
  createRoot(place).render(<StrictMode>{page}</StrictMode>);
}

function Explorer({ users, notice }: { users: DemoUser[]; notice: string | null }) {
  const [chosen, choose] = useState(users[0]?.user ?? '');
  const token = users.find(({ user }) => user === chosen)?.token ?? null;
  const fetcher = useMemo(() => createFetcher(window.location.origin, token), [token]);

  return (
    <div className="explorer">
      <header className="bar">
        <h1>Mpaka GraphQL explorer</h1>
        {notice === null ? (
          <SignedInAs users={users} chosen={chosen} choose={choose} />
        ) : (
          <p className="notice" role="alert">
            {notice} Write an <code>authorization</code> header below to sign in.
          </p>
        )}
        <a href="/">About this server</a>
      </header>
      <GraphiQL fetcher={fetcher} defaultTabs={tabs} />
    </div>
  );
}

type SignedInAsProps = {
  users: DemoUser[];
  chosen: string;
  choose: (user: string) => void;
};

function SignedInAs({ users, chosen, choose }: SignedInAsProps) {
  return (
    <label>
      Signed in as
      <select value={chosen} onChange={(event) => choose(event.target.value)}>
        {users.map(({ user, name, agency, role }) => (
          <option key={user} value={user}>
            {name} – {role}, {agency}
          </option>
        ))}
      </select>
    </label>
  );
}

function sentence(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'The demo users could not be loaded.';
}
