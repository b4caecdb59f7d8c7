/** Apache Kafka 4 as one process on this machine (KRaft: broker and controller in one), which tests start, kill and start again over the same files. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

const HEAP = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
const START_MS = 60_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Broker {
  private process: ChildProcess | undefined;

  private constructor(private readonly directory: string, private readonly jars: string, readonly address: string) {}

  /** Formats new storage and starts. Needs Java 17, and Maven the first time (`fetch-broker.sh`). */
  static async start(): Promise<Broker> {
    const jars = execFileSync(join('test', 'kafka', 'fetch-broker.sh'), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
    const directory = mkdtempSync(join(tmpdir(), 'taizhang-kafka-'));
    const [port, controller] = [await freePort(), await freePort()];
    const address = `127.0.0.1:${port}`;
    const settings = {
      'process.roles': 'broker,controller', 'node.id': 1, 'controller.quorum.voters': `1@127.0.0.1:${controller}`, 'controller.listener.names': 'CONTROLLER',
      listeners: `PLAINTEXT://${address},CONTROLLER://127.0.0.1:${controller}`, 'advertised.listeners': `PLAINTEXT://${address}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT', 'inter.broker.listener.name': 'PLAINTEXT',
      'log.dirs': join(directory, 'data'), 'offsets.topic.replication.factor': 1, 'offsets.topic.num.partitions': 4,
      'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1, 'share.coordinator.state.topic.replication.factor': 1, 'share.coordinator.state.topic.min.isr': 1,
      'group.initial.rebalance.delay.ms': 0, 'broker.session.timeout.ms': 2_000, 'broker.heartbeat.interval.ms': 500, 'auto.create.topics.enable': false,
    };
    mkdirSync(join(directory, 'data'));
    writeFileSync(join(directory, 'server.properties'), Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join(''));
    const broker = new Broker(directory, jars, address);
    // With "=", for one id in 64 begins with a dash.
    execFileSync('java', [...broker.java('kafka.tools.StorageTool'), 'format', `--cluster-id=${randomBytes(16).toString('base64url')}`, '-c', join(directory, 'server.properties')], { stdio: 'ignore' });
    await broker.restart();
    return broker;
  }

  private java(main: string): readonly string[] {
    return [...HEAP, '-cp', join(this.jars, '*'), main];
  }

  /** Starts over what the files hold; fulfilled when it answers. */
  async restart(): Promise<void> {
    const log = openSync(join(this.directory, 'broker.log'), 'a');
    const running = spawn('java', [...this.java('kafka.Kafka'), join(this.directory, 'server.properties')], { stdio: ['ignore', log, log] });
    this.process = running;
    const until = Date.now() + START_MS;
    while (!(await this.answers())) {
      if (running.exitCode !== null || Date.now() > until) throw new Error(`the broker did not start:\n${readFileSync(join(this.directory, 'broker.log'), 'utf8').slice(-4_000)}`);
      await sleep(200);
    }
  }

  private async answers(): Promise<boolean> {
    const admin = new Kafka({ clientId: 'probe', brokers: [this.address], logLevel: logLevel.NOTHING, retry: { retries: 0 }, connectionTimeout: 500 }).admin();
    try {
      await admin.connect();
      return (await admin.describeCluster()).controller !== null;
    } catch {
      return false;
    } finally {
      await admin.disconnect();
    }
  }

  /** As a power cut would, for the process. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
