namespace Kmip.SpecGen;

/// <summary>The generated files: writes them, or tells which of those on disk differ.</summary>
public sealed class GeneratedFiles
{
    private static readonly string[] Folders = ["src/Kmip.Ttlv/Generated", "src/Kmip.Protocol/Generated"];
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>The paths, relative to the root of the repository, with slashes.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>Adds a file.</summary>
    public void Add(string path, CodeWriter code) => _files.Add(path, code.ToString().TrimEnd('\n') + "\n");

    /// <summary>Writes every file that differs and removes files that are no longer generated.</summary>
    /// <returns>What was written or removed.</returns>
    public IReadOnlyList<string> Write(string root)
    {
        IReadOnlyList<string> drift = FindDrift(root);
        foreach (string path in drift)
        {
            string target = Path.Combine(root, path);
            if (_files.TryGetValue(path, out string? text))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllText(target, text);
            }
            else
            {
                File.Delete(target);
            }
        }

        return drift;
    }

    /// <summary>The files on disk that differ from what spec/ says, are missing, or should not be there.</summary>
    public IReadOnlyList<string> FindDrift(string root)
    {
        List<string> drift = [];
        foreach ((string path, string text) in _files)
        {
            string target = Path.Combine(root, path);

            // A checkout may have turned the line ends; that is no drift.
            if (!File.Exists(target) || File.ReadAllText(target).Replace("\r\n", "\n", StringComparison.Ordinal) != text)
            {
                drift.Add(path);
            }
        }

        foreach (string folder in Folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists))
        {
            drift.AddRange(Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(path => !_files.ContainsKey(path)));
        }

        drift.Sort(StringComparer.Ordinal);
        return drift;
    }
}
