/** Scenarios wait for several processes on machines that may be busy; only something stuck takes this long. */
jest.setTimeout(60_000);
