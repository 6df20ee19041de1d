// The landing page: says what this server is, and links to the explorer where the server has one.

import { hasExplorer } from '../explorer';

const place = document.querySelector('#explorer');

if (place !== null) {
  if (await hasExplorer()) {
    const link = document.createElement('a');
    link.href = '/graphiql';
    link.textContent = 'GraphQL explorer';
    place.replaceChildren('Open the ', link, ' and sign in as one of the demo users.');
  } else {
    place.textContent =
      'The GraphQL explorer is part of the demo only, and this server does not serve it.';
  }
}
