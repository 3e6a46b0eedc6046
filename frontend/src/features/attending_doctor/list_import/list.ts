import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import {
  checkAttendingDoctorList,
  exportRefusedAttendingDoctorLines,
  importAttendingDoctorList,
} from "../../../api";

/** The largest file that the server reads. */
export const MOST_BYTES = 8_000_000;

/** The file goes as it is: its encoding is for the server to find. */
const AS_IS = {
  headers: { "Content-Type": "text/csv" },
  bodySerializer: (body: unknown) => body as BodyInit,
  throwOnError: true,
} as const;

/** Looks at a file; nothing is kept. */
export function useCheck() {
  return useMutation({
    mutationFn: async (file: File) =>
      (await checkAttendingDoctorList({ ...AS_IS, body: file as unknown as string })).data,
  });
}

/** Brings the refused lines to the machine, with their cures. */
export function useRefusedLines() {
  return useMutation({
    mutationFn: async (file: File) => {
      const { data } = await exportRefusedAttendingDoctorLines({
        ...AS_IS,
        body: file as unknown as string,
        parseAs: "blob",
      });
      const address = URL.createObjectURL(data as unknown as Blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = "lignes-a-corriger.csv";
      link.click();
      URL.revokeObjectURL(address);
    },
  });
}

export type Done = { imported: number; known: number; refused: number; stopped: number };
const NOTHING: Done = { imported: 0, known: 0, refused: 0, stopped: 0 };

/** Enters a file part by part; after a failure it goes on where it stopped, and enters nobody twice. */
export function useImport() {
  const queries = useQueryClient();
  const [done, setDone] = useState<Done>(NOTHING);
  const at = useRef<number | null>(1);
  const entering = useMutation({
    mutationFn: async ({ file, informedOn }: { file: File; informedOn: string }) => {
      while (at.current !== null) {
        const { data } = await importAttendingDoctorList({
          ...AS_IS,
          query: { informed_on: informedOn, from_line: at.current },
          body: file as unknown as string,
        });
        at.current = data.next_line;
        setDone((so) => ({
          imported: so.imported + data.imported,
          known: so.known + data.known,
          refused: so.refused + data.refused,
          stopped: so.stopped + data.stopped,
        }));
      }
    },
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" }),
  });
  return { entering, done };
}
