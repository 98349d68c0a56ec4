using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Commands;

/// <summary>Says what came of opening keys, the same way for serving and <c>check</c>.</summary>
internal static class KeyReport
{
    /// <summary>Files that are not used, and keys that <c>-cloudProvider</c> leaves aside.</summary>
    public static void Selection(ProxyContext context, KeySelection selection)
    {
        foreach (IgnoredFile file in selection.Ignored)
        {
            context.Log.Warning($"{file.Name.Printable()} is not used: {file.Reason}");
        }

        if (selection.OtherProviders > 0)
        {
            context.Log.Warning($"{selection.OtherProviders} key(s) of other providers are left aside because of -cloudProvider");
        }
    }

    /// <summary>What the operator should know about a key.</summary>
    public static void Notes(ProxyContext context, OpenedKey key)
    {
        foreach (string note in key.Notes)
        {
            context.Log.Warning(note);
        }
    }

    /// <summary>One line for each key: how it was opened, or why it was not.</summary>
    public static void Keys(ProxyContext context, IReadOnlyList<OpenedKey> keys)
    {
        foreach (OpenedKey key in keys)
        {
            Notes(context, key);
            if (key.Failure is not null)
            {
                context.Log.Error(key.Failure.Message);
            }
            else
            {
                context.Log.Info(key.IsDestroyed ? Destroyed(key) : $"key {key.Entry.KeyId} ({key.Entry.Provider.Name()}) opened; {key.Sources}");
            }
        }
    }

    /// <summary>The same where serving starts: what failed beside others is a warning, and what opened stands in the report that follows.</summary>
    public static void BeforeServing(ProxyContext context, IReadOnlyList<OpenedKey> keys)
    {
        foreach (OpenedKey key in keys)
        {
            Notes(context, key);
            if (key.Failure is not null)
            {
                context.Log.Warning(key.Failure.Message + " It is tried again when a client asks for it.");
            }
            else if (key.IsDestroyed)
            {
                context.Log.Info(Destroyed(key));
            }
        }
    }

    private static string Destroyed(OpenedKey key) => $"key {key.Entry.KeyId} ({key.Entry.Provider.Name()}) is destroyed: only its record is kept";
}
