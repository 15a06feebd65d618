/** One message that people were to be told once, as it stands in its channel. */
export interface AnnouncementDelivery {
  /** System, address and environment. */
  readonly where: string;
  /** For people: "#phase4-deployment". */
  readonly channel: string;
  /** The service's own name of the message; Slack's `ts`. */
  readonly messageId: string;
  /** null: the service gave no link. */
  readonly permalink: string | null;
  /** ISO 8601 in UTC, by the service's clock. */
  readonly postedAt: string;
  /** True: it stood there before, and nothing was posted now. */
  readonly isEarlier: boolean;
  /** Of the text as it was given to be announced. */
  readonly textSha256: string;
  /** How many messages with the same key the channel shows: 1 is right; null: it could not be read back. */
  readonly copies: number | null;
}

/** An announcement that was made before. */
export interface EarlierAnnouncement {
  readonly key: string;
  readonly messageId: string;
  /** ISO 8601 in UTC. */
  readonly postedAt: string;
  /** As it was given to be announced. */
  readonly text: string;
}
