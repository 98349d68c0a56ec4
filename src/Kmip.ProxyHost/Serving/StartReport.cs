using System.Text.Json;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Serving;

/// <summary>What the operator needs once the proxy serves: where, which keys from which sources, the certificates, and how to start mongod.</summary>
internal static class StartReport
{
    /// <summary>Writes it. The line "kmip-proxy listens on ..." comes last: when it is there, all of it is.</summary>
    public static void Write(ProxyContext context, RunningProxy proxy, int mongodPort)
    {
        IReadOnlyList<MongodCommand> commands = MongodCommand.For(
            proxy.Layout.DatabasePath, mongodPort, proxy.EndPoint.Port, proxy.Identity.AuthorityPath, proxy.Identity.ClientPath,
            [.. proxy.Keys.Opened.Where(static key => key.Content is null).Select(static key => key.Entry.KeyId).Distinct(StringComparer.Ordinal)]);
        context.Log.Result("serving", Lines(proxy, commands), writer => WriteFields(writer, proxy, commands));
    }

    private static IEnumerable<string> Lines(RunningProxy proxy, IReadOnlyList<MongodCommand> commands)
    {
        yield return "";
        foreach (OpenedKey key in proxy.Keys.Opened)
        {
            yield return $"key          {key.Entry.KeyId} ({key.Entry.Provider.Name()}): {key.Sources}";
        }

        yield return "CA file      " + Path.GetFullPath(proxy.Identity.AuthorityPath).Printable(4096);
        yield return "client file  " + Path.GetFullPath(proxy.Identity.ClientPath).Printable(4096);
        yield return "";
        foreach (MongodCommand command in commands)
        {
            foreach (string line in Lines(command))
            {
                yield return line;
            }
        }

        yield return $"kmip-proxy listens on {proxy.EndPoint}";
    }

    private static IEnumerable<string> Lines(MongodCommand command)
    {
        string what = command.KeyId switch
        {
            null => "mongod with a new key",
            MongodCommand.Placeholder => $"mongod (put the identifier of its key in place of {MongodCommand.Placeholder})",
            _ => "mongod with key " + command.KeyId,
        };
        yield return command.Earlier is null ? $"To start {what}:" : $"To start {what}, version 5.2, 5.3 or later:";
        yield return "  " + command.Current;
        if (command.Earlier is not null)
        {
            yield return "Earlier versions, which do not know --kmipActivateKeys:";
            yield return "  " + command.Earlier;
        }

        yield return "";
    }

    private static void WriteFields(Utf8JsonWriter writer, RunningProxy proxy, IReadOnlyList<MongodCommand> commands)
    {
        writer.WriteString("address", proxy.EndPoint.Address.ToString());
        writer.WriteNumber("port", proxy.EndPoint.Port);
        writer.WriteStartArray("keys");
        foreach (OpenedKey key in proxy.Keys.Opened)
        {
            writer.WriteStartObject();
            writer.WriteString("keyId", key.Entry.KeyId);
            writer.WriteString("provider", key.Entry.Provider.Name());
            writer.WriteString("sources", key.Sources);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("caFile", Path.GetFullPath(proxy.Identity.AuthorityPath));
        writer.WriteString("clientCertificateFile", Path.GetFullPath(proxy.Identity.ClientPath));
        writer.WriteBoolean("certificatesKept", proxy.Identity.IsKept);
        writer.WriteStartArray("mongod");
        foreach (MongodCommand command in commands)
        {
            writer.WriteStartObject();
            writer.WriteString("keyId", command.KeyId);
            writer.WriteString("command", command.Current);
            writer.WriteString("commandBefore52", command.Earlier);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
