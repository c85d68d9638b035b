import type { IHybridApi } from '../tokens';
import type { SessionRole } from '../types';

/** Mints a ticket and gives the address that it opens; for one connection. */
export function liveAddress(
  api: Pick<IHybridApi, 'createTicket' | 'liveUrl'>,
  session: string,
  role: SessionRole
): () => Promise<string> {
  return async () => {
    const { ticket } = await api.createTicket(session, role);
    return api.liveUrl(session, 'notebook', ticket);
  };
}
