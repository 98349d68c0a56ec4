namespace Kmip.TestSupport;

/// <summary>
/// Finds the shared data (protocol facts, byte vectors, captures) that tests read in place and that the project never copies:
/// the folder named by <c>KMIP_SHARED_DATA</c>, else <c>../shared/kmip</c> beside the repository.
/// </summary>
public static class SharedData
{
    /// <summary>The message a test gives to <c>Assert.SkipUnless</c> where the data is absent.</summary>
    public const string Absent = "The shared KMIP data is absent: set KMIP_SHARED_DATA to its kmip folder.";

    /// <summary>The root of the repository: the folder of <c>Kmip.sln</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder of the protocol data, or null where it is absent.</summary>
    public static string? KmipFolder { get; } = Find();

    /// <summary>True where the data can be read.</summary>
    public static bool IsPresent => KmipFolder is not null;

    /// <summary>The path of a file in the protocol data, such as <c>ttlv_vectors.jsonl</c>.</summary>
    public static string Kmip(string name) => Path.Combine(KmipFolder!, name);

    /// <summary>The path of a file beside the protocol data, such as <c>captures/samples.jsonl</c>.</summary>
    public static string Beside(string name) => Path.Combine(KmipFolder!, "..", name);

    private static string? Find()
    {
        string? configured = Environment.GetEnvironmentVariable("KMIP_SHARED_DATA");
        string folder = string.IsNullOrEmpty(configured) ? Path.Combine(RepositoryRoot, "..", "shared", "kmip") : configured;
        return File.Exists(Path.Combine(folder, "kmip-registry.json")) ? Path.GetFullPath(folder) : null;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kmip.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("Run the tests inside the repository: no Kmip.sln above " + AppContext.BaseDirectory);
    }
}
