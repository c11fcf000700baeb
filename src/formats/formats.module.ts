import { Module, type DynamicModule } from '@nestjs/common';
import { FormatPreview } from './format-preview.ts';
import { FormatPreviewController } from './format-preview.controller.ts';
import { FormatsController } from './formats.controller.ts';
import { FormatsService } from './formats.service.ts';

@Module({})
export class FormatsModule {
  static register(formats: FormatsService, preview: FormatPreview): DynamicModule {
    return {
      module: FormatsModule,
      controllers: [FormatPreviewController, FormatsController],
      providers: [
        { provide: FormatsService, useValue: formats },
        { provide: FormatPreview, useValue: preview },
      ],
    };
  }
}
