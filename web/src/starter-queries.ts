// The queries that the explorer opens with, one tab each, written for the demo user akinyi.

const investigation = `# One investigation and what happened in it first.
query Investigation {
  investigation(reference: "TOCU/2026/0117") {
    reference
    title
    status
    leadAgency {
      code
    }
    timeline(first: 5) {
      edges {
        node {
          kind
          occurred {
            earliest
            precision
            asStated
          }
          recordedAt
        }
      }
    }
  }
}
`;

const linkInbox = `# Phones, devices, plates and documents that two agencies' files share.
query LinkInbox {
  linkInbox(first: 5) {
    edges {
      node {
        selectorKind
        reasons
        left {
          agency {
            code
          }
          reference
          foundIn
        }
        right {
          agency {
            code
          }
          reference
          foundIn
        }
      }
    }
  }
}
`;

const caseEvents = `# Every event from now on, as it is recorded. Run a mutation in another tab and watch.
subscription CaseEvents {
  caseEvents {
    cursor
    type
    recordedAt
    investigation {
      reference
    }
  }
}
`;

export const starterQueries = [investigation, linkInbox, caseEvents] as const;
