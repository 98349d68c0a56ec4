using Kmip.ProxyHost.Keys;
using Kmip.ProxyHost.Logging;

namespace Kmip.ProxyHost.Store;

/// <summary>The picture a store starts with.</summary>
internal static class OpenedPicture
{
    /// <summary>
    /// Puts the keys in the order they were added, those without a recorded place first. Where an identifier has files of several providers, the one that
    /// opened is served; two that opened to different keys are refused, since a guess could serve the wrong one.
    /// </summary>
    public static StorePicture Of(ProxyLog log, IReadOnlyList<OpenedKey> opened, string owner)
    {
        StorePicture picture = StorePicture.Empty;
        foreach (IGrouping<string, OpenedKey> same in opened
            .GroupBy(static key => key.Entry.KeyId, StringComparer.Ordinal)
            .OrderBy(static group => group.Max(static key => key.Section?.Sequence ?? 0))
            .ThenBy(static group => group.Max(static key => key.Section?.Attributes?.List.InitialDate ?? DateTimeOffset.MinValue))
            .ThenBy(static group => group.Key, StringComparer.Ordinal))
        {
            long order = Math.Max(picture.LastOrder + 1, same.Max(static key => key.Section?.Sequence ?? 0));
            OpenedKey[] files = [.. same];
            picture = picture.Add(same.Key, files.Length == 1 ? StoreEntry.From(files[0], order, owner) : Choose(log, files, order, owner));
        }

        return picture;
    }

    private static StoreEntry Choose(ProxyLog log, OpenedKey[] files, long order, string owner)
    {
        string id = files[0].Entry.KeyId;
        string names = string.Join(", ", files.Select(static key => key.Entry.Describe()));
        OpenedKey[] usable = [.. files.Where(static key => key.Key is not null)];
        OpenedKey chosen = usable.FirstOrDefault() ?? files.FirstOrDefault(static key => key.IsDestroyed) ?? files[0];
        const string Obstacle = "It lies in files of several providers: the operator must leave one.";
        if (usable.Any(key => !key.Key!.Span.SequenceEqual(chosen.Key!.Span)))
        {
            string message = $"key {id} lies in several files that hold different keys ({names}): choose with -cloudProvider; it is not served";
            log.Warning(message);
            Array.ForEach(files, static key => key.Dispose());
            OpenedKey refused = new() { Entry = chosen.Entry, Metadata = chosen.Metadata, Section = chosen.Section, Failure = new ProxyException(ExitCode.Key, message) };
            return StoreEntry.From(refused, order, owner) with { Obstacle = Obstacle, MayRetry = false };
        }

        Array.ForEach(files, key => DisposeUnless(key == chosen, key));
        log.Warning($"key {id} lies in several files ({names}); {chosen.Entry.Describe()} is used, and the key cannot be changed while there are several");
        return StoreEntry.From(chosen, order, owner) with { Obstacle = Obstacle };
    }

    private static void DisposeUnless(bool kept, OpenedKey key)
    {
        if (!kept)
        {
            key.Dispose();
        }
    }
}
