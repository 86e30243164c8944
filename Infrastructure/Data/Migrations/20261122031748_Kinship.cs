using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Kinship : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "TypedCode",
                table: "ChildClaims",
                type: "varchar(10)",
                maxLength: 10,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.CreateIndex(
                name: "IX_FamilyEvents_OtherCin",
                table: "FamilyEvents",
                column: "OtherCin");

            migrationBuilder.CreateIndex(
                name: "IX_EmployeeChildren_OtherParentCin",
                table: "EmployeeChildren",
                column: "OtherParentCin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_FamilyEvents_OtherCin",
                table: "FamilyEvents");

            migrationBuilder.DropIndex(
                name: "IX_EmployeeChildren_OtherParentCin",
                table: "EmployeeChildren");

            migrationBuilder.DropColumn(
                name: "TypedCode",
                table: "ChildClaims");
        }
    }
}
