// Whether this server serves the GraphQL explorer, which only the demo does.

export async function hasExplorer(fetch: typeof window.fetch = window.fetch): Promise<boolean> {
  try {
    const answer = await fetch('/graphiql', { method: 'HEAD' });
    return answer.ok;
  } catch {
    return false;
  }
}
