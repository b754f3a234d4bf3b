// Where everything runs: `make test` says so; the defaults are those of `make run`.

export const site = process.env.BASE_URL ?? 'http://localhost:3002';
export const authService = process.env.DEV_AUTH_URL ?? 'http://localhost:3001';
/** Where photos are uploaded to, and seen. */
export const storage = `http://localhost:${process.env.DEV_STORAGE_PORT ?? 3004}`;
export const databaseUrl = process.env.DATABASE_URL ?? 'postgres://matricula@127.0.0.1:5432/matricula';
export const brokerUrl = process.env.RABBITMQ_URL ?? 'amqp://guest:guest@127.0.0.1:5672';
export const exchange = process.env.RABBITMQ_EXCHANGE ?? 'lms.events';
/** The server's own default for development. */
export const jwtSecret = process.env.JWT_SECRET ?? 'your-super-secret-jwt-key-change-in-production';
