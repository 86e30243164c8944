using System.Runtime.CompilerServices;
using Massar.Infrastructure.Pdf.Drawing;

namespace Massar.Tests.Support;

/// <summary>The first printer of a process pins its faces for all of them: here they outlive every program of a test, whose directory goes with it.</summary>
internal static class LastingFaces
{
    internal static string Directory { get; } = Path.Combine(Repository.Root, ".massar", "test-faces");

    [ModuleInitializer]
    internal static void Pin() => PinnedFonts.Pin(Directory, PinnedFonts.SystemDirectories);
}
