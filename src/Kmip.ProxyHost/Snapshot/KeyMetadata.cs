namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// A metadata file as read. Holds secrets in strings, as the clouds' client libraries need them: it is kept no longer than it takes to make a
/// key provider. <see cref="ToString"/> names the file only.
/// </summary>
internal sealed class KeyMetadata
{
    private readonly Dictionary<MetadataField, string> _values;

    /// <summary>Creates the metadata.</summary>
    public KeyMetadata(string path, Dictionary<MetadataField, string> values, IReadOnlyList<string> unknownFields, byte[]? kmipSection)
    {
        Path = path;
        _values = values;
        UnknownFields = unknownFields;
        KmipSection = kmipSection;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names of fields that the proxy does not use; printable.</summary>
    public IReadOnlyList<string> UnknownFields { get; }

    /// <summary>The JSON of the <c>kmip</c> object that the proxy itself wrote, or null.</summary>
    public byte[]? KmipSection { get; }

    /// <summary>A field's value; null where it is absent, null or empty.</summary>
    public string? this[MetadataField field] => _values.TryGetValue(field, out string? value) && value.Length > 0 ? value : null;

    /// <summary>True where the file has the field, even if it is empty.</summary>
    public bool Has(MetadataField field) => _values.ContainsKey(field);

    /// <summary>The file's path; never a value.</summary>
    public override string ToString() => Path;
}
