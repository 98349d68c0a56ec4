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

    /// <summary>One line for each key: how it was opened, or why it was not.</summary>
    public static void Keys(ProxyContext context, IReadOnlyList<OpenedKey> keys, bool failuresAreErrors)
    {
        foreach (OpenedKey key in keys)
        {
            foreach (string note in key.Notes)
            {
                context.Log.Warning(note);
            }

            if (key.IsDestroyed)
            {
                context.Log.Info($"key {key.Entry.KeyId} ({key.Entry.Provider.Name()}) is destroyed: only its record is kept");
            }
            else if (key.Failure is null)
            {
                context.Log.Info($"key {key.Entry.KeyId} ({key.Entry.Provider.Name()}) opened; {key.Sources}");
            }
            else if (failuresAreErrors)
            {
                context.Log.Error(key.Failure.Message);
            }
            else
            {
                context.Log.Warning(key.Failure.Message + " It is not served.");
            }
        }
    }
}
