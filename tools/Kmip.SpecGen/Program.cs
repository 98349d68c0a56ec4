using Kmip.SpecGen;
using Kmip.SpecGen.Model;

if (args is not ([] or ["--check"]))
{
    Console.Error.WriteLine("Usage: Kmip.SpecGen [--check]\n  no argument  writes the generated C# from spec/\n  --check      exits with 1 and names the files where the generated C# differs from spec/");
    return 2;
}

string? root = Directory.GetCurrentDirectory();
while (root is not null && !File.Exists(Path.Combine(root, "Kmip.sln")))
{
    root = Path.GetDirectoryName(root);
}

if (root is null)
{
    Console.Error.WriteLine("Run it inside the repository: no Kmip.sln in this folder or above it.");
    return 2;
}

Specification specification;
try
{
    specification = SpecLoader.Load(Path.Combine(root, "spec"));
}
catch (Exception exception) when (exception is InvalidDataException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

IReadOnlyList<string> mistakes = SpecValidator.Validate(specification);
if (mistakes.Count > 0)
{
    Console.Error.WriteLine("spec/ contradicts itself:\n  " + string.Join("\n  ", mistakes));
    return 1;
}

GeneratedFiles files = Generator.Generate(specification);
if (args.Length == 0)
{
    Console.WriteLine($"{files.Paths.Count} files generated, {files.Write(root).Count} changed.");
    return 0;
}

IReadOnlyList<string> drift = files.FindDrift(root);
if (drift.Count > 0)
{
    Console.Error.WriteLine("These files differ from spec/; run the tool without argument and commit them:\n  " + string.Join("\n  ", drift));
    return 1;
}

Console.WriteLine($"{files.Paths.Count} generated files equal spec/.");
return 0;
