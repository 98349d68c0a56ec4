using Kmip.KeyProviders;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Store;

namespace Kmip.ProxyHost.Commands;

/// <summary><c>check</c>: opens every key as serving would, serves nothing, shows no key. Success only if every key opens.</summary>
internal static class CheckCommand
{
    /// <summary>Runs the command.</summary>
    public static async Task<ExitCode> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        SnapshotLayout layout = new(context.RequireDatabasePath());
        CommitJournal.WarnIfPending(context, layout);
        KeySelection selection = KeySelection.Read(context, layout, mayBeEmpty: false);
        KeyReport.Selection(context, selection);
        IReadOnlyList<OpenedKey> keys = await new KeyOpener(context, layout).OpenAllAsync(selection, RetryPolicy.AtStart, cancellationToken).ConfigureAwait(false);
        try
        {
            if (context.Options.Has(ProxyOptions.Json))
            {
                WriteJson(context, keys);
            }
            else
            {
                KeyReport.Keys(context, keys);
            }

            return keys.FirstOrDefault(static key => key.Failure is not null)?.Failure!.ExitCode ?? ExitCode.Success;
        }
        finally
        {
            foreach (OpenedKey key in keys)
            {
                key.Dispose();
            }
        }
    }

    private static void WriteJson(ProxyContext context, IReadOnlyList<OpenedKey> keys) => JsonOutput.Write(context.Output, writer =>
    {
        writer.WriteStartArray("keys");
        foreach (OpenedKey key in keys)
        {
            writer.WriteStartObject();
            writer.WriteString("keyId", key.Entry.KeyId);
            writer.WriteString("provider", key.Entry.Provider.Name());
            writer.WriteBoolean("opened", key.Key is not null);
            writer.WriteBoolean("destroyed", key.IsDestroyed);
            writer.WriteString("sources", key.Sources);
            if (key.Failure is ProxyException failure)
            {
                writer.WriteString("error", failure.Message);
                writer.WriteNumber("exitCode", (int)failure.ExitCode);
            }

            JsonOutput.WriteStrings(writer, "notes", key.Notes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
