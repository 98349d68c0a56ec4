using System.Text;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Credentials;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>Settles the fields of a key from options, variables and metadata.</summary>
internal static class Settled
{
    /// <summary>What comes of it.</summary>
    /// <param name="provider">Who wrapped the key.</param>
    /// <param name="options">Of <c>check</c>.</param>
    /// <param name="environment">The only variables there are, as NAME=VALUE.</param>
    /// <param name="metadata">JSON, or null for a key without metadata.</param>
    public static KeySettings From(CloudProvider provider, string[]? options = null, string[]? environment = null, string? metadata = null)
    {
        Dictionary<string, string> variables = (environment ?? []).Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        ProxyContext context = new()
        {
            Options = ProxyCommandLine.Parse(["check", "-dbpath", "/nowhere", .. options ?? []]),
            Files = new PhysicalFileSystem(),
            Environment = name => variables.GetValueOrDefault(name),
            Time = TimeProvider.System,
            Log = new ProxyLog(TextWriter.Null, TextWriter.Null, TimeProvider.System, json: false, LogVerbosity.Trace),
            Output = TextWriter.Null,
            Providers = new KeyProviderFactory(),
        };
        return KeySettler.Settle(context, provider, metadata is null ? null : MetadataReader.Parse("m", Encoding.UTF8.GetBytes(metadata)));
    }
}
