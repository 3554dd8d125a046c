/** Where strangers come in: controller, gateway, message patterns. What they say is logged, sent back and thrown. */
import {
  All,
  Body,
  Controller,
  Headers,
  HttpException,
  Injectable,
  Logger,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { HealthContributor } from 'nestjs-observability';

interface AnyResponse {
  header(name: string, value: string): unknown;
  send(body: unknown): unknown;
}

@Controller()
export class CageController {
  private readonly logger = new Logger(CageController.name);

  @All('echo/:note')
  echo(@Param('note') note: string, @Body() body: unknown, @Query() query: object, @Headers() headers: object): object {
    this.logger.log({ note, body, query, headers }, 'echoes');
    return { note, body, query };
  }

  @Post('answers')
  answers(
    @Body() body: { readonly name: string; readonly value: string; readonly text: string },
    @Res() response: AnyResponse,
  ): void {
    response.header('x-note', oneLine(body.text));
    response.header('set-cookie', `sid=${encodeURIComponent(body.value)}; HttpOnly`);
    response.send({ [body.name]: body.value, text: body.text });
  }

  @Post('fails')
  fails(@Body() { text }: { readonly text: string }): never {
    throw new Error(`failed on ${text}`, { cause: new TypeError(text) });
  }

  @Post('refuses')
  refuses(@Body() { text }: { readonly text: string }): never {
    throw new HttpException({ message: text, details: [text] }, 422);
  }
}

@WebSocketGateway()
export class CageGateway {
  @SubscribeMessage('sing')
  sing(client: unknown, message: { readonly text: string }): never {
    void client;
    throw new Error(message.text);
  }
}

@Controller()
export class CageMessages {
  private readonly logger = new Logger(CageMessages.name);

  @MessagePattern('sing')
  sing(@Payload() message: { readonly text: string }): never {
    this.logger.debug(message);
    throw new Error(message.text);
  }
}

/** Says what it was told last, as failing checks do. */
@Injectable()
export class Heartbeat {
  text = 'fine';
  field: readonly [name: string, value: string] = ['note', 'fine'];

  @HealthContributor('heartbeat')
  check(): never {
    throw new Error(this.text, { cause: new Error(this.text) });
  }

  @HealthContributor('detail')
  detail(): { readonly status: 'down'; readonly [name: string]: string } {
    const [name, value] = this.field;
    return { status: 'down', [name]: value, text: this.text };
  }
}

function oneLine(text: string): string {
  return encodeURI(text.replaceAll('\n', ' '));
}
