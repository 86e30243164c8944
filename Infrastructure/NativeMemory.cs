using System.Runtime.InteropServices;

namespace Massar.Infrastructure;

/// <summary>How the C library gives memory back that native code has freed.</summary>
/// <remarks>A password's hash takes 19 MB for a moment. glibc learns from the first such block that blocks of its size are usual, and from
/// then on keeps them: some 60 MB that nobody uses. A fixed bound stops the learning.</remarks>
internal static partial class NativeMemory
{
    private const int TrimThreshold = -1, MmapThreshold = -3;
    private const int Bound = 1024 * 1024;

    /// <summary>To be called before anything else; does nothing where the C library is another.</summary>
    public static void GiveBack()
    {
        try
        {
            _ = SetOption(MmapThreshold, Bound);
            _ = SetOption(TrimThreshold, Bound);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc: musl gives large blocks back by itself.
        }
        catch (DllNotFoundException)
        {
            // Not Linux.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
