using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Credentials;

/// <summary>Settles one field: option, then environment, then a file named by an option, then metadata. Empty and blank variables count as unset.</summary>
internal sealed class SettingReader
{
    private readonly ProxyContext _context;
    private readonly KeyMetadata? _metadata;

    /// <summary>A reader for one key; its metadata may be absent.</summary>
    public SettingReader(ProxyContext context, KeyMetadata? metadata)
    {
        _context = context;
        _metadata = metadata;
    }

    /// <summary>The first source that has the field, or null.</summary>
    public Setting? Find(ProxyOption? option, string[] variables, ProxyOption? fileOption, MetadataField? field)
    {
        if (option is not null && _context.Options[option] is string given)
        {
            return new Setting(given, SettingOrigin.Option, "option --" + option.Name);
        }

        foreach (string variable in variables)
        {
            if (_context.Environment(variable)?.Trim() is { Length: > 0 } value)
            {
                bool ours = variable.StartsWith("KMIP_PROXY_", StringComparison.Ordinal);
                return new Setting(value, ours ? SettingOrigin.ProxyEnvironment : SettingOrigin.Environment, "environment " + variable);
            }
        }

        if (fileOption is not null && _context.Options[fileOption] is string path)
        {
            return new Setting(ReadSecretFile(_context.Files, fileOption, path), SettingOrigin.File, "file of --" + fileOption.Name);
        }

        return FromMetadata(field);
    }

    /// <summary>
    /// The path of a file of credentials, from an option or the environment: whoever runs the program names files, the metadata never does. The file
    /// must be there: a misspelt path must not end in other credentials, nor in a message that does not name it.
    /// </summary>
    public Setting? FindFile(ProxyOption option, string[] variables)
    {
        Setting? found = Find(option, variables, null, null);
        return found is null || _context.Files.FileExists(found.Value)
            ? found
            : throw new ProxyException(ExitCode.Credentials, $"the credentials file {found.Value.Printable()} ({found.Source}) does not exist or is not a file");
    }

    /// <summary>The field as the metadata has it, or null.</summary>
    public Setting? FromMetadata(MetadataField? field) =>
        field is MetadataField known && _metadata?[known] is string stored
            ? new Setting(stored, SettingOrigin.Metadata, "metadata field " + known.Name())
            : null;

    private static string ReadSecretFile(IFileSystem files, ProxyOption option, string path)
    {
        const int MaximumLength = 16 * 1024;
        byte[] content;
        try
        {
            content = files.Read(path, MaximumLength);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw new ProxyException(ExitCode.Credentials, $"cannot read the file of --{option.Name}, {path.Printable()}: {FileErrors.Describe(e)}", e);
        }

        string value = System.Text.Encoding.UTF8.GetString(content).Trim();
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        return content.Length <= MaximumLength && value.Length > 0 && !value.AsSpan().ContainsAnyInRange('\0', '\x1F')
            ? value
            : throw new ProxyException(ExitCode.Credentials, $"the file of --{option.Name}, {path.Printable()}, must hold one line of text");
    }
}
