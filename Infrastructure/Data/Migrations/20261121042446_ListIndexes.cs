using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Assessments_SchoolId_State",
                table: "Assessments");

            migrationBuilder.CreateIndex(
                name: "IX_Assessments_SchoolId_State_Semester",
                table: "Assessments",
                columns: new[] { "SchoolId", "State", "Semester" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Assessments_SchoolId_State_Semester",
                table: "Assessments");

            migrationBuilder.CreateIndex(
                name: "IX_Assessments_SchoolId_State",
                table: "Assessments",
                columns: new[] { "SchoolId", "State" });
        }
    }
}
