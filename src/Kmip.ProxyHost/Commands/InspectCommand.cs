using System.Text.Json;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;
using Kmip.ProxyHost.Store;

namespace Kmip.ProxyHost.Commands;

/// <summary><c>inspect</c>: what a dbpath holds and what would be tried with it, without a network and without showing a secret.</summary>
internal static class InspectCommand
{
    /// <summary>Runs the command. Success if every key could be tried; else the exit code of the first that cannot.</summary>
    public static ExitCode Run(ProxyContext context)
    {
        SnapshotLayout layout = new(context.RequireDatabasePath());
        CommitJournal.WarnIfPending(context, layout);
        KeySelection selection = KeySelection.Read(context, layout, mayBeEmpty: false);
        List<KeyInspection> keys = [.. selection.Entries.Select(entry => KeyInspection.Of(context, layout, entry, entry == selection.WithWrappedKeyOption))];
        if (context.Options.Has(ProxyOptions.Json))
        {
            WriteJson(context, layout, selection, keys);
        }
        else
        {
            WriteText(context, layout, selection, keys);
        }

        return keys.FirstOrDefault(static key => key.Problem is not null)?.Problem!.ExitCode ?? ExitCode.Success;
    }

    private static void WriteText(ProxyContext context, SnapshotLayout layout, KeySelection selection, List<KeyInspection> keys)
    {
        TextWriter output = context.Output;
        output.WriteLine($"{layout.CredentialsDirectory}: {keys.Count} key(s)");
        foreach (KeyInspection key in keys)
        {
            output.WriteLine();
            output.WriteLine($"key {key.Entry.KeyId}");
            output.WriteLine($"  provider     {key.Entry.Provider.Name()}");
            output.WriteLine($"  described in {key.Entry.Describe()}");
            foreach (FieldInspection field in key.Fields)
            {
                output.WriteLine($"  {field.Name,-22} {field.Status}");
            }

            output.WriteLine($"  {"wrapped key",-22} {key.WrappedKey}");
            WriteLines(output, "not used", key.UnknownFields);
            WriteLines(output, "note", key.Notes);
            output.WriteLine(key.Problem is null ? $"  would try    {key.WouldTry}" : $"  cannot be tried: {key.Problem.Message}");
        }

        output.WriteLine();
        foreach (IgnoredFile file in selection.Ignored)
        {
            output.WriteLine($"{file.Name.Printable()} is not used: {file.Reason}");
        }

        output.Flush();
    }

    private static void WriteLines(TextWriter output, string label, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            output.WriteLine($"  {label,-12} {line}");
        }
    }

    private static void WriteJson(ProxyContext context, SnapshotLayout layout, KeySelection selection, List<KeyInspection> keys) =>
        JsonOutput.Write(context.Output, writer =>
        {
            writer.WriteString("directory", layout.CredentialsDirectory);
            writer.WriteStartArray("keys");
            foreach (KeyInspection key in keys)
            {
                WriteKey(writer, key);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("ignored");
            foreach (IgnoredFile file in selection.Ignored)
            {
                writer.WriteStartObject();
                writer.WriteString("name", file.Name.Printable());
                writer.WriteString("reason", file.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private static void WriteKey(Utf8JsonWriter writer, KeyInspection key)
    {
        writer.WriteStartObject();
        writer.WriteString("keyId", key.Entry.KeyId);
        writer.WriteString("provider", key.Entry.Provider.Name());
        writer.WriteString("metadata", key.Entry.MetadataPath);
        writer.WriteStartObject("fields");
        foreach (FieldInspection field in key.Fields)
        {
            writer.WriteString(field.Name, field.Status);
        }

        writer.WriteEndObject();
        writer.WriteString("wrappedKey", key.WrappedKey);
        JsonOutput.WriteStrings(writer, "unknownFields", key.UnknownFields);
        JsonOutput.WriteStrings(writer, "notes", key.Notes);
        writer.WriteString("wouldTry", key.Problem is null ? key.WouldTry : null);
        writer.WriteString("problem", key.Problem?.Message);
        writer.WriteEndObject();
    }
}
