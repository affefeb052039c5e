// A server at the port that it had before, or at any other one where somebody else listens there by now.

/** Rejects with whatever the server rejects with, but for a port that is taken. */
export async function atPort<Server>(
  port: number | undefined,
  start: (options: { readonly port?: number }) => Promise<Server>,
): Promise<Server> {
  if (port === undefined) return start({});
  try {
    return await start({ port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return start({ port: 0 });
  }
}
