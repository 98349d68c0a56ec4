using Kmip.TestSupport;

namespace Kmip.SpecGen.Tests;

/// <summary>The generated C# in the repository is what spec/ says.</summary>
public sealed class DriftTests
{
    [Fact]
    public void The_generated_files_equal_the_specification() => Assert.Empty(Generator.Generate(SpecFolder.Specification).FindDrift(SharedData.RepositoryRoot));

    [Fact]
    public void Generating_twice_gives_the_same_text()
    {
        using TemporaryFolder folder = new();
        GeneratedFiles files = Generator.Generate(SpecFolder.Specification);
        Assert.Equal(files.Paths.Count, files.Write(folder.FullPath).Count);
        Assert.Empty(Generator.Generate(SpecLoader.Load(SpecFolder.Path)).FindDrift(folder.FullPath));
    }

    [Fact]
    public void A_changed_a_missing_and_a_left_over_file_are_named()
    {
        using TemporaryFolder folder = new();
        GeneratedFiles files = Generator.Generate(SpecFolder.Specification);
        files.Write(folder.FullPath);
        string[] paths = [.. files.Paths.Take(2)];
        File.AppendAllText(Path.Combine(folder.FullPath, paths[0]), "// changed\n");
        File.Delete(Path.Combine(folder.FullPath, paths[1]));
        string left = Path.GetDirectoryName(paths[0])!.Replace('\\', '/') + "/Left.g.cs";
        File.WriteAllText(Path.Combine(folder.FullPath, left), "// nobody generates this\n");
        Assert.Equal([paths[0], paths[1], left], files.FindDrift(folder.FullPath).Order(StringComparer.Ordinal).OrderBy(path => path == left));
        files.Write(folder.FullPath);
        Assert.Empty(files.FindDrift(folder.FullPath));
    }

    [Fact]
    public void Line_ends_of_a_checkout_are_no_drift()
    {
        using TemporaryFolder folder = new();
        GeneratedFiles files = Generator.Generate(SpecFolder.Specification);
        files.Write(folder.FullPath);
        string path = Path.Combine(folder.FullPath, files.Paths.First());
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Empty(files.FindDrift(folder.FullPath));
    }
}
