// What the broker carries, heard through a queue of our own.

import { connect } from 'amqplib';
import { brokerUrl, exchange } from './places';

export interface Event {
  id: string;
  type: string;
  source: string;
  data: Record<string, unknown>;
  correlationId: string;
  metadata: { sequence?: number; tenantId?: string; version?: number };
}

export interface Ear {
  /** Everything that was heard so far, in its order. */
  heard: Event[];
  close(): Promise<void>;
}

/** Hears every event of a routing key from now on. */
export async function listen(routingKey: string): Promise<Ear> {
  const connection = await connect(brokerUrl);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, exchange, routingKey);
  const heard: Event[] = [];
  const hear = (message: { content: Buffer } | null) => {
    if (message) heard.push(JSON.parse(message.content.toString('utf8')));
  };
  await channel.consume(queue, hear, { noAck: true });
  return { heard, close: () => connection.close() };
}
