import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { exportDeliveries, EXPORT_FORMATS, type ExportFormat } from '../../api/delivery-export.ts';
import type { DeliveryFilters } from '../../api/deliveries.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast-context.ts';

const FORMATS = Object.keys(EXPORT_FORMATS) as ExportFormat[];

/** What can be done with the list as it is filtered. */
export function ListActions({ filters }: { readonly filters: DeliveryFilters }) {
  const queries = useQueryClient();
  const showToast = useToast();
  const [isExporting, setIsExporting] = useState(false);
  const exportAs = async (format: ExportFormat): Promise<void> => {
    setIsExporting(true);
    try {
      await exportDeliveries(filters, format);
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'bad' });
    } finally {
      setIsExporting(false);
    }
  };
  return (
    <>
      <Button
        icon="refresh"
        onClick={() => void queries.resetQueries({ queryKey: ['deliveries', 'list', filters], exact: true })}
      >
        Refresh
      </Button>
      <Menu
        trigger={
          <Button icon="archive" isBusy={isExporting}>
            {isExporting ? 'Exporting…' : 'Export'}
          </Button>
        }
        items={FORMATS.map((format) => ({
          label: `All that match, as ${EXPORT_FORMATS[format].label}`,
          onSelect: () => void exportAs(format),
        }))}
      />
    </>
  );
}
