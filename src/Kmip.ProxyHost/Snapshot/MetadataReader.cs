using System.Text.Json;
using System.Text.Unicode;
using Kmip.ProxyHost.Files;

namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// Reads a metadata file. The file comes from elsewhere and is hostile: at most 1 MiB is read, nesting is capped, only UTF-8 is taken, duplicate names
/// are refused (two readers could disagree on which counts). What people do by hand is accepted: a byte order mark, comments, trailing commas, extra fields.
/// Every refusal is a <see cref="ProxyException"/> that names file, field and line, never a value.
/// </summary>
internal static partial class MetadataReader
{
    /// <summary>No real metadata nests deeper than a service account key in an object; stops stack and time attacks by nesting.</summary>
    private const int MaximumDepth = 16;

    /// <summary>The name of the object that holds what the proxy itself keeps about a key.</summary>
    public const string KmipSectionName = "kmip";

    /// <summary>Reads and parses a file.</summary>
    public static KeyMetadata Read(IFileSystem files, string path) => Parse(path, ReadBytes(files, path));

    /// <summary>Reads a file of the layout with the cap on its length.</summary>
    public static byte[] ReadBytes(IFileSystem files, string path)
    {
        byte[] content;
        try
        {
            content = files.Read(path, SnapshotLayout.MaximumFileLength);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.Metadata, $"cannot read {path}: {FileErrors.Describe(e)}", e);
        }

        return content.Length <= SnapshotLayout.MaximumFileLength
            ? content
            : throw new ProxyException(ExitCode.Metadata, $"{path} is longer than {SnapshotLayout.MaximumFileLength} bytes: not a metadata file");
    }

    /// <summary>Parses the content of a file; the path is for messages.</summary>
    public static KeyMetadata Parse(string path, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> json = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        RequireText(path, json);
        Parser parser = new(path, json);
        try
        {
            return parser.Run();
        }
        catch (JsonException e)
        {
            // The exception's message can quote the text around the error, so only the line is used, and it is not kept as the inner exception.
            long line = (e.LineNumber ?? 0) + 1;
            throw new ProxyException(ExitCode.Metadata, $"{path}, line {line}: not valid JSON (or nested deeper than {MaximumDepth} levels)");
        }
    }

    private static void RequireText(string path, ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new ProxyException(ExitCode.Metadata, $"{path}, line 1: the file is empty");
        }

        if (!Utf8.IsValid(json) || json.Contains((byte)0))
        {
            throw new ProxyException(ExitCode.Metadata, $"{path}, line 1: not UTF-8 text (save it as UTF-8, not UTF-16)");
        }
    }

    /// <summary>The 1-based line of a byte offset.</summary>
    private static int LineAt(ReadOnlySpan<byte> json, long offset) => json[..(int)Math.Min(offset, json.Length)].Count((byte)'\n') + 1;

    private static string TypeName(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        _ => "a string",
    };
}
